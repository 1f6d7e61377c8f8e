import subprocess

import paramiko


def run(host):
    subprocess.run(["ssh", "-o", "StrictHostKeyChecking=no", host, "ls"], check=True)  # want: ssh-host-key


def run_known(host):
    subprocess.run(["ssh", "-o", "StrictHostKeyChecking=yes", host, "ls"], check=True)  # fine: ssh-host-key


def connect(host, password):
    transport = paramiko.Transport((host, 22))
    transport.connect(username="u", password=password)  # want: ssh-host-key


def connect_known(host, password, key):
    transport = paramiko.Transport((host, 22))
    transport.connect(hostkey=key, username="u", password=password)  # fine: ssh-host-key


def told(sys, host):
    import sys
    note = "this ssh is old: StrictHostKeyChecking=no is used"
    sys.stderr.write("this ssh is old: StrictHostKeyChecking=no is used")  # fine: ssh-host-key
    print("StrictHostKeyChecking=no")  # fine: ssh-host-key
    with open("config", "w") as f:
        f.write("StrictHostKeyChecking no")  # want: ssh-host-key
    return note
