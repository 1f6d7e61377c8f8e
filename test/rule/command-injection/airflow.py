# What starts a run is filled into a command before the shell reads it.
from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("ingest", schedule=None) as dag:
    one = BashOperator(task_id="a", bash_command="fetch --source {{ dag_run.conf['source'] }}")     # want: command-injection
    two = BashOperator(task_id="b", bash_command='fetch --source "$SOURCE"', env={"SOURCE": "{{ dag_run.conf['source'] }}"})
    three = BashOperator(task_id="c", bash_command="fetch --day {{ ds }}")
