# The database of policies that is somewhere else. $address never holds a name or a password.
store-remote-address = The address of the policy database cannot be understood: correct mongo_url
store-remote-unreachable = { $address }: the policy database cannot be reached; start it, or check mongo_url and the network
store-remote-too-slow = { $address }: the policy database does not answer in time; check it and the network, then try again
store-remote-credentials = { $address }: the policy database refuses the name and password; correct them in mongo_url
store-remote-denied = { $address }: the policy database does not allow that; give this user the role readWrite there
store-remote-certificate = { $address }: no safe connection to the policy database; check its certificate and the tls options of mongo_url
store-remote-conflict = { $address }: another program keeps changing the same policies; try again
store-remote-other = { $address }: the policy database refuses: { $said }

policy-trouble-no-index = Nothing keeps two policies of one name and platform apart yet: the server makes that index when it starts
policy-trouble-duplicates = These stand there more than once, so that no unique index can be made; remove all but one: { $names }
policy-trouble-too-many = There are { $held } documents, and { $kept } are read; remove some
policy-problem-store = database

# Why the store of policies does not do what it is asked, and the way out. Sentences of the page and the API: with a full stop.
policy-store-why = { $why ->
    [address] { store-remote-address }.
    [unreachable] { store-remote-unreachable }.
    [too_slow] { store-remote-too-slow }.
    [credentials] { store-remote-credentials }.
    [denied] { store-remote-denied }.
    [certificate] { store-remote-certificate }.
    [conflict] { store-remote-conflict }.
    [silent] The store of policies does not answer. Check the database and the network.
    [local] The store of policies on this machine cannot be read. The reason is in the server's log.
   *[other] { store-remote-other }.
}

# The copy of the audit in the database of the policies.
audit-copy-stuck = the audit is not copied to the database; nothing else waits for it. { $cause }
audit-copy-going = the audit is copied to the database again
audit-copy-strayed = the database holds entries of this audit that are not in it any more: it was restored from a backup, cut off or written over. See: server-monitor audit --check
