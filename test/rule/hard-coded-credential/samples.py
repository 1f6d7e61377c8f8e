# an example of each kind of field, for a form that is filled in to see what comes
SAMPLES = {
    "email": "a@example.org",
    "number": "12",
    "date": "2001-02-03",
    "url": "https://example.org/",
    "text": "words",
    "password": "Tr1al-w0rd",  # fine: hard-coded-credential
}
MAILBOX = {
    "email": "robot@example.org",
    "host": "mail.example.org",
    "password": "q8Zk-27vTrm4",  # want: hard-coded-credential
}
