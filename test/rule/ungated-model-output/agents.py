# Agents that run what a model writes.
import pandas as pd
from langchain_experimental.agents import create_pandas_dataframe_agent
from langchain_openai import ChatOpenAI

df = pd.read_csv("sales.csv")
llm = ChatOpenAI(model="gpt-4o")
agent = create_pandas_dataframe_agent(llm, df, allow_dangerous_code=True)       # want: ungated-model-output
other = create_pandas_dataframe_agent(llm, df, allow_dangerous_code=False)
