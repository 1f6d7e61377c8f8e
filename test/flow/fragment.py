@app.route("/ping")
def ping():
    host = request.args.get("host")
    os.system("ping -c 1 " + host)  # want: command-injection
    subprocess.run(["ping", "-c", "1", "--", host])
    cursor.execute("SELECT * FROM hosts WHERE name = '" + host + "'")  # want: sql-injection
    cursor.execute("SELECT * FROM hosts WHERE name = %s", (host,))
    return "ok"
