import asyncio
import getpass
import os
import subprocess


def dump(user, password):
    subprocess.run(["mysqldump", "-u", user, "-p" + password, "shop"])  # want: secret-in-arguments
    subprocess.run(["mysqldump", "-u", user, f"--password={password}", "shop"])  # want: secret-in-arguments
    subprocess.check_call(["smbclient", "//h/s", "-U", user, password])  # want: secret-in-arguments
    subprocess.run(["mysqldump", "-u", user, "shop"], env={**os.environ, "MYSQL_PWD": password})  # fine: secret-in-arguments
    subprocess.run(["passwd", "--stdin", user], input=password.encode())  # fine: secret-in-arguments


def archive(path):
    password = getpass.getpass()
    command = ["7z", "a", "-p%s" % password, "x.7z", path]
    subprocess.Popen(command)  # want: secret-in-arguments
    os.system("zip -P {} x.zip y".format(password))  # want: secret-in-arguments


async def login(cfg):
    await asyncio.create_subprocess_exec("docker", "login", "-p", cfg.registry_password)  # want: secret-in-arguments
    await asyncio.create_subprocess_exec("docker", "login", "--password-stdin")  # fine: secret-in-arguments


def by_file(password_file, user):
    subprocess.run(["openssl", "enc", "-pass", "file:" + password_file])  # fine: secret-in-arguments
    subprocess.run(["pass", "show", user])  # fine: secret-in-arguments


def by_switch(user, ask_password):
    subprocess.run(["psql", "-U", user, "-W" if ask_password else "-w"])  # fine: secret-in-arguments


def in_folder(password_auth, passes):
    pwd = os.getcwd()
    subprocess.run(["docker", "run", "-v", f"{pwd}:/work", "image"])  # fine: secret-in-arguments
    subprocess.run(["ssh", "-o", f"PasswordAuthentication={password_auth}", "host"])  # fine: secret-in-arguments
    for opt_pass in passes:
        subprocess.run(["opt", "-" + opt_pass])  # fine: secret-in-arguments
    subprocess.run(["mysql", "-p" + os.environ["P"]])  # fine: secret-in-arguments


def by_short_name(user, db_pwd, db_pass):
    subprocess.run(["mysql", "-u", user, "-p" + db_pwd])  # want: secret-in-arguments
    subprocess.run(["mysql", "-u", user, "-p" + db_pass])  # want: secret-in-arguments
