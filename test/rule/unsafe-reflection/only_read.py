from fastapi import FastAPI

app = FastAPI()


class Row:
    def __init__(self, price, weight):
        self.price, self.weight = price, weight


ROWS = [Row(1, 2)]


@app.get("/call")
def call(name: str):
    return getattr(ROWS[0], name)()  # want: unsafe-reflection
