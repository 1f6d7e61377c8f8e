from kubernetes import client

client.V1PodSpec(containers=[], host_network=True)  # want: privileged-container
client.V1PodSpec(containers=[], host_pid=True)  # want: privileged-container
client.V1SecurityContext(allow_privilege_escalation=True)  # want: privileged-container
client.V1SecurityContext(run_as_user=0)  # want: privileged-container
client.V1SecurityContext(run_as_user=1000, allow_privilege_escalation=False)  # fine: privileged-container
client.V1PodSpec(containers=[], host_network=False)  # fine: privileged-container
