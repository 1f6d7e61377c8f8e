import os
import subprocess

os.system("chown -R app /srv/uploads/x; chmod 640 *")  # want: shell-wildcard
subprocess.run("rsync -a * /mnt/copy", shell=True)  # want: shell-wildcard
subprocess.Popen("cd /home/shared && tar cf /mnt/all.tar *", shell=True)  # want: shell-wildcard
os.popen("tar cf /mnt/all.tar *.log")  # want: shell-wildcard
os.system("tar cf /mnt/all.tar ./*")  # fine: shell-wildcard
os.system("chmod 640 -- *")  # fine: shell-wildcard
subprocess.run(["tar", "cf", "/mnt/all.tar", "*"])  # fine: shell-wildcard
os.system("ls *")  # fine: shell-wildcard
subprocess.run("tar cf /mnt/all.tar data", shell=True)  # fine: shell-wildcard
os.system("cd /srv/app && tar czf /tmp/app.tgz *")  # want: shell-wildcard low
os.system("cd /tmp/app && tar czf /mnt/app.tgz *")  # want: shell-wildcard medium
