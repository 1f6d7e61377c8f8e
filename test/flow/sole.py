# Helpers that are handed a connection, in a file that is looked at alone: nobody's calls are in view,
# and the text says that it is a statement.
def user(conn, name):
    cur = conn.cursor()
    cur.execute(f"SELECT * FROM users WHERE name = '{name}'")  # want: sql-injection
    return cur.fetchone()


def add(db, name):
    db.execute("INSERT INTO users VALUES ('%s')" % name)  # want: sql-injection
    db.execute("INSERT INTO users VALUES (?)", (name,))


class Store:
    def __init__(self, db):
        self.db = db

    def find(self, name):
        return self.db.execute("SELECT * FROM t WHERE n = '" + name + "'")  # want: sql-injection

    def numbered(self, number):
        return self.db.execute("SELECT * FROM t WHERE n = %d" % int(number))

    def of_kind(self, kind):
        if kind not in ("red", "blue"):
            raise ValueError(kind)
        return self.db.execute(f"SELECT * FROM {kind}")


def run(task, name):
    task.execute("make " + name)
