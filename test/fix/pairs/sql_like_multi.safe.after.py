import sqlite3

class NoteStore:
    def __init__(self, conn):
        self.conn = conn

    def search(self, owner, term, limit=10):
        query = "SELECT body FROM notes WHERE owner = ?"
        params = [owner]
        if term:
            query += " AND body LIKE ?"
            params.append("%" + str(term) + "%")
        query += " LIMIT ?"
        params.append(limit)
        return [r[0] for r in self.conn.execute(query, params)]
