SECRET_KEY = "$(fefwefwef13;LFK{P!)@#*!)kdsjfWF2l+i5e3t(8a1n"  # want: hard-coded-credential
DB_PASSWORD = "$DB_PASSWORD"  # fine: hard-coded-credential
API_SECRET = "${API_SECRET:-none}"  # fine: hard-coded-credential
ADMIN_PASSWORD = "$(cat /run/secrets/admin)"  # fine: hard-coded-credential
