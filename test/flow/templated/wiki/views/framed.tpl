% rebase("head")
<p></p>
