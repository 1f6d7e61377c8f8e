from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
app = FastAPI()
app.add_middleware(TrustedHostMiddleware, allowed_hosts=["*"])  # want: any-host
other = FastAPI()
other.add_middleware(TrustedHostMiddleware, allowed_hosts=["example.com", "*.example.com"])  # fine: any-host
