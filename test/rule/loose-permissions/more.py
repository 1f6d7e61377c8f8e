import os
import pathlib
import stat
def a(path):
    os.chmod(path, 0o777)  # want: loose-permissions
def b(path):
    os.chmod(path, stat.S_IRWXU | stat.S_IWOTH)  # want: loose-permissions
def c(path):
    pathlib.Path(path).chmod(0o666)  # want: loose-permissions
def d(path):
    os.umask(0)  # want: loose-permissions
    os.mkdir(path)
def e(path):
    os.chmod(path, 0o640)  # fine: loose-permissions
def f(path):
    os.makedirs(path, mode=0o755)  # fine: loose-permissions
def g(path):
    pathlib.Path(path).chmod(stat.S_IRUSR | stat.S_IWUSR)  # fine: loose-permissions
def h():
    mask = os.umask(0)  # fine: loose-permissions
    os.umask(mask)
    return mask
def save_mask():
    global old_mask
    old_mask = os.umask(0)  # want: loose-permissions
def restore_mask():
    os.umask(old_mask)  # fine: loose-permissions
def by_command(path):
    import subprocess
    subprocess.run(["chmod", "-R", "777", path], check=True)  # want: loose-permissions
    os.system("chmod a+rwx /srv/app")  # want: loose-permissions
    subprocess.call(f"sudo chmod -R 0777 {path}", shell=True)  # want: loose-permissions
    subprocess.run(["chmod", "755", path], check=True)  # fine: loose-permissions
    subprocess.run(["chmod", "+x", path], check=True)  # fine: loose-permissions
    os.system("echo 777 > x; chmod 700 x")  # fine: loose-permissions
