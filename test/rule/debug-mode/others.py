import cgitb
from django.conf import settings

settings.configure(DEBUG=True)  # want: debug-mode
settings.configure(DEBUG=False)  # fine: debug-mode
cgitb.enable()  # want: debug-mode
cgitb.enable(display=0, logdir="/srv/log")  # fine: debug-mode
cgitb.enable(format="text")  # fine: debug-mode
