import ldap
import ldap.filter


class Directory:
    def __init__(self, options):
        self.base = options["base"]
        self.pattern = options.get("pattern", "(uid={name})")

    def find(self, link, name):
        text = self.pattern.format(name=name)
        return ldap.initialize("ldaps://dir.example").search_s("dc=x", ldap.SCOPE_SUBTREE, text)  # want: ldap-injection

    def find_known(self, link):
        text = "(uid=%s)" % ldap.filter.escape_filter_chars("root")
        return ldap.initialize("ldaps://dir.example").search_s("dc=x", ldap.SCOPE_SUBTREE, text)  # fine: ldap-injection
