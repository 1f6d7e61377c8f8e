"""python-pam's authenticate asks about the account itself; only C's own function does not."""
import pam


class Auth:
    def __init__(self, service):
        self.service = service
        self.pam_authenticate = pam.authenticate

    def login(self, user, password):
        return self.pam_authenticate(user, password, service=self.service)  # fine: pam-no-account-check
