import ftplib
import os


def upload(path):
    ftp = ftplib.FTP_TLS(os.environ["FTPS_HOST"], timeout=60)
    ftp.login(os.environ["FTPS_USER"], os.environ["FTPS_PASSWORD"])
    ftp.prot_p()
    with open(path, "rb") as handle:
        ftp.storbinary("STOR pay.csv", handle)  # fine: cleartext-transport
    ftp.quit()
