"""What each kind of fact adds to the tables beside a call's record, by subject; pure.

steps.py      what a step is: a statement by name, the record it is about, its parameters
talk.py       who was in a call, transfers, how it sounded, recordings
waiting.py    entries of queues, what was announced, offers with their explanations
flows.py      visits of nodes, ways through flows, answers to surveys
followups.py  call-backs and voice messages
"""
