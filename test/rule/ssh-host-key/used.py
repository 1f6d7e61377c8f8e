import paramiko


class Shrug(paramiko.MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):
        print("new host", hostname)


class Stop(paramiko.MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):
        raise paramiko.SSHException(hostname)


def to(host, name):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(Shrug())  # want: ssh-host-key
    client.connect(host, username=name)
    return client


def strictly_to(host, name):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(Stop())  # fine: ssh-host-key
    client.connect(host, username=name)
    return client
