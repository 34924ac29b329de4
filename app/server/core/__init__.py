"""The call centre's brain, without input or output: events in, commands and facts out.

Words used here (the Chinese terms stand in ARCHITECTURE.md):
leg         one party's connection to us
call        a customer's contact from the first ring to the last word; it has one customer leg
offer       a call shown to one agent; a lease with an expiry
queue entry a call's place in a queue
bridge      where legs hear each other
wrap-up     the agent's time after a call to write down what came of it
fact        something that has happened and is kept in the ledger
"""
