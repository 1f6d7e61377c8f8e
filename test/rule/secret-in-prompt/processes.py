import subprocess


def change(user, password):
    subprocess.run(["chpasswd"], input=user + ":" + password, text=True)  # fine: secret-in-prompt
