"""Who works here, which numbers are answered, and how: the centre as it is set up.

service.py        everything of the set-up in memory, loaded from the database, followed while it runs
plans.py          the core's plan from rows; damaged ones are lived with, and said
queue_rules.py    rules of a queue from their data, and back
desk_rules.py     what the desk does with a queue's calls: outcomes, templates, script
hours_rules.py    opening hours likewise
forms.py          fields of plain data, checked one by one; what is wrong in both languages
admin.py          trunks and phones from the command line
admin_queues.py   queues from the command line; admin_skills.py: skills, hours, numbers; admin_files.py: files
sample_loader.py  puts the sample company into an empty database
first_admin.py    the administrator of the first start
"""
