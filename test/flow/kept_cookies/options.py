OPEN = {"path": "/", "httponly": True, "secure": False, "samesite": "lax"}
CLOSED = {"path": "/", "httponly": True, "secure": True, "samesite": "lax"}
FORGOTTEN = {"path": "/", "samesite": "lax"}
