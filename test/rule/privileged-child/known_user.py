import pwd
import subprocess


def nightly(account, folder):
    user = pwd.getpwnam(account)
    subprocess.run(["./report.sh"], cwd=folder, env={"HOME": user.pw_dir, "USER": user.pw_name})  # want: privileged-child


def job(account, folder):
    who = pwd.getpwnam("job-" + account)
    subprocess.Popen(["make", "site"], cwd=folder, env={"LOGNAME": who.pw_name})  # want: privileged-child


def job_as_them(account, folder):
    who = pwd.getpwnam("job-" + account)
    subprocess.Popen(["make", "site"], cwd=folder, env={"LOGNAME": who.pw_name},  # fine: privileged-child
                     user=who.pw_uid, group=who.pw_gid, extra_groups=[])


def job_by_runuser(account, folder):
    who = pwd.getpwnam("job-" + account)
    subprocess.run(["runuser", "-u", who.pw_name, "--", "make"], cwd=folder)  # fine: privileged-child


def report(account):
    who = pwd.getpwnam(account)
    subprocess.run(["df", "-h"], check=True)  # fine: privileged-child
    return who.pw_uid
