"""Who may come in, and what keeps secrets secret.

passwords.py    hashing and checking passwords (argon2id)
lockout.py      after wrong passwords, a pause that grows
sign_in.py      from a password to a token, and from a token to a user
keys.py         the master key file and the keys derived from it
fields.py       encryption of single fields of the database
certificate.py  the server's own certificate
masking.py      telephone numbers and addresses as agents see them
audit.py        who looked at what
"""
