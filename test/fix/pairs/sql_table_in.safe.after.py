import sqlite3

def fetch_by_ids(db_path, ids):
    conn = sqlite3.connect(db_path)
    try:
        placeholders = ", ".join("?" for _ in ids)
        query = f"SELECT id, title FROM posts WHERE id IN ({placeholders})"
        return conn.execute(query, (*ids,)).fetchall()
    finally:
        conn.close()
