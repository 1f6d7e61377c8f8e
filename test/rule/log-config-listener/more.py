import logging.config
import logging
from logging import config as logconf
from logging.config import listen
def a():
    return logging.config.listen(9999)  # want: log-config-listener
def b():
    return listen()  # want: log-config-listener
def c():
    server = logconf.listen(8888)  # want: log-config-listener
    server.start()
def d(check):
    return logging.config.listen(9999, verify=check)  # fine: log-config-listener
def e(settings):
    logging.config.dictConfig(settings)  # fine: log-config-listener
def f(sock):
    sock.listen(5)  # fine: log-config-listener
