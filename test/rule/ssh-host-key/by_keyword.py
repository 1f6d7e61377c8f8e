from paramiko import AutoAddPolicy, RejectPolicy, SSHClient


def any_key(host):
    with SSHClient() as client:
        client.set_missing_host_key_policy(policy=AutoAddPolicy())  # want: ssh-host-key
        client.connect(host)


def known_keys(host):
    with SSHClient() as client:
        client.set_missing_host_key_policy(policy=RejectPolicy())  # fine: ssh-host-key
        client.connect(host)
