import os
import subprocess
import subprocess as sp

os.system("curl -s http://get.example.org/agent.sh | sh")  # want: piped-download
subprocess.run("wget -qO- http://get.example.org/i | bash", shell=True, check=True)  # want: piped-download
URL = "curl http://get.example.org/x.py | python3 -"
sp.check_call(URL, shell=True)  # want: piped-download
os.system("curl -fsSL https://get.example.org/agent.sh | sudo bash")  # want: piped-download
os.system("curl -s http://example.org/list.txt | sort")  # fine: piped-download
os.system("curl -o agent.tar https://get.example.org/agent.tar")  # fine: piped-download
subprocess.run(["curl", "-O", "https://get.example.org/agent.sh"])  # fine: piped-download
subprocess.run(["sh", "agent.sh"])  # fine: piped-download
os.system("curl -s http://localhost:9200/_cat/shards | grep finished")  # fine: piped-download
os.system("curl -s http://localhost:8080/status | python -m json.tool")  # fine: piped-download
os.system("wget -qO- http://example.org/a.tgz | tar xz -C /usr/share")  # fine: piped-download
os.system("wget -qO- http://example.org/a.sh | sudo -E /bin/bash -s -- -y")  # want: piped-download
os.system('sh -c "$(curl -fsSL http://get.example.org/i.sh)"')  # want: piped-download
os.system("curl -s http://example.org/a |  ")  # fine: piped-download
os.system("curl -s http://example.org/a | sudo")  # fine: piped-download
os.system("curl -s http://example.org/sh | sort |")  # fine: piped-download
os.system('echo "$(curl -s http://example.org/sh)"')  # fine: piped-download
os.system("V=$(curl -s http://example.org/v | jq .hash) make")  # fine: piped-download
