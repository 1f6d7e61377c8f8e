PERMISSIONS = {"admin": ["create", "edit", "delete"], "user": ["create"]}

def has_permission(role, action):
    return action in PERMISSIONS.get(role, [])

class Board:
    def __init__(self):
        self.posts = {}

    def create(self, role, pid, text):
        if not has_permission(role, "create"):
            raise PermissionError("not allowed")
        self.posts[pid] = text

    def edit(self, role, pid, text):
        if not has_permission(role, "edit"):
            raise PermissionError("not allowed")
        self.posts[pid] = text

    def delete(self, role, pid):
        if "delete" not in PERMISSIONS.get(role, ()):
            raise PermissionError("this role may not do that")
        self.posts.pop(pid, None)
