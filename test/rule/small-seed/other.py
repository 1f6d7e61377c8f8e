import random
import secrets
def shuffled(deck):
    return random.Random(7).sample(deck, 5)  # fine: small-seed
