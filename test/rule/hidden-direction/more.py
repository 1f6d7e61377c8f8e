def a(role):
    return role != "user‮ ⁦"  # want: hidden-direction
def b(level):
    return level == "none⁦x⁩"  # want: hidden-direction
NAME = "‪admin‬"  # want: hidden-direction
def c(role):
    return role != "\u202e"  # fine: hidden-direction
HEBREW = "שלום"  # fine: hidden-direction
EMOJI = "☀️"  # fine: hidden-direction
