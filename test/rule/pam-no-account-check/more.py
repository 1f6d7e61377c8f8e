import PAM
import pam
def a(user, conv):
    p = PAM.pam()
    p.start("login")
    p.set_item(PAM.PAM_CONV, conv)
    p.authenticate()  # want: pam-no-account-check
    return True
def b(service, user, conv):
    handle = PAM.pam()
    handle.start(service, user, conv)
    try:
        handle.authenticate()  # want: pam-no-account-check
    except PAM.error:
        return False
    return True
class Login:
    def __init__(self):
        self.p = PAM.pam()
    def check(self):
        self.p.start("sshd")
        self.p.authenticate()  # want: pam-no-account-check
        return True
def c(user, conv):
    p = PAM.pam()
    p.start("login")
    p.authenticate()  # fine: pam-no-account-check
    p.acct_mgmt()
    return True
def d(user, password):
    return pam.pam().authenticate(user, password)  # fine: pam-no-account-check
def e(client):
    return client.authenticate()  # fine: pam-no-account-check
