"""Who works here, which numbers are answered, and how: the centre as it is set up.

flows.py          voice menus from their data, checked before use
service.py        everything of the set-up in memory, loaded from the database
sample_loader.py  puts the sample company into an empty database
first_admin.py    the administrator of the first start
"""
