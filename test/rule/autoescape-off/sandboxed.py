from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

SandboxedEnvironment(autoescape=False)  # want: autoescape-off
ImmutableSandboxedEnvironment(autoescape=False)  # want: autoescape-off
SandboxedEnvironment(autoescape=True)  # fine: autoescape-off
