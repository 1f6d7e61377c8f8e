# What decides goes round in a loop, through as many calls as one likes.
import requests
def again(url):
    flag = False
    for i in range(3):
        flag = bool(flag)
    return requests.get(url, verify=bool(bool(flag)))  # want: tls-no-verify
def retried(url, verify):
    for i in range(3):
        verify = bool(int(verify))
        requests.get(url, verify=verify)
def handed(url, verify):
    return requests.get(url, verify=verify)  # want: tls-no-verify
def main(url):
    again(url)
    retried(url, True)
    handed(url, False)
main("https://a.example")
