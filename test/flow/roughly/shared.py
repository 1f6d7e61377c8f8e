from roughly.base import connect

db = connect()
