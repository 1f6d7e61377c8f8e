import os

import stripe

stripe.api_key = os.environ["API_KEY"]
