import logging

import paramiko

log = logging.getLogger(__name__)


class Notes(paramiko.MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):
        log.warning("%s is new", hostname)


class Refuses(paramiko.MissingHostKeyPolicy):
    def missing_host_key(self, client, hostname, key):
        log.warning("%s is new", hostname)
        raise paramiko.SSHException(hostname)


def open_any(host):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(Notes())  # want: ssh-host-key
    client.connect(host)


def open_known(host):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(Refuses())  # fine: ssh-host-key
    client.connect(host)
