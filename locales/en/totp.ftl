## The second step of a log-in

totp-log-in-heading = One more step
totp-log-in-text = { $name } logs in with a code as well. Your authenticator shows it.
totp-code = Code of the authenticator
totp-code-hint = 6 digits, new every 30 seconds. Each works once.
totp-code-empty = Enter the 6 digits that the authenticator shows, or a whole recovery code.
totp-recovery = Recovery code
totp-recovery-hint = One of those you kept when you switched this on. Each works once.
totp-use-recovery = Use a recovery code
totp-use-code = Use the authenticator
totp-start-over = Log in as somebody else
totp-wrong = This code does not match, or was used already. Wait for the next one.
totp-recovery-wrong = This is not one of your recovery codes, or it was used already.

## Settings: the own account

totp = Second step
totp-on = on
totp-off = off
totp-off-text = The password alone lets in. With a second step, whoever learns it stays out.
totp-codes-left = { $count ->
    [0] There are no recovery codes left.
    [one] { $count } recovery code is left.
   *[other] { $count } recovery codes are left.
}
totp-codes-few = If the phone is lost now, you may be locked out. Switch off and on again for ten new codes.
totp-enable = Switch on the second step
totp-enable-title = Switch on the second step
totp-enable-why = From then on a log-in takes the password and a code from your phone. You need an authenticator app there.
totp-continue = Continue
totp-scan = Scan this with the authenticator.
totp-qr = QR code that holds the key below
totp-open = Open it in the app on this device
totp-secret = or type this key
totp-copy-secret = Copy the key
totp-confirm-hint = The 6 digits that it then shows. The QR code is good for 10 minutes.
totp-confirm = Switch on
totp-codes-title = Keep these recovery codes
totp-codes-text = Each lets you in once when the phone is not at hand. Keep them apart from it. You see them only now.
totp-codes-copy = Copy all codes
totp-codes-download = Save as a file
totp-codes-file = Recovery codes of { $name } for server-monitor on { $host }. Each works once.
totp-codes-noted = I have them. Close
totp-codes-not-noted = Once closed they cannot be seen again. If you have them, press the button below.
totp-enabled = The second step is on. All other log-ins have ended.
totp-disable = Switch off the second step
totp-disable-title = Switch off the second step
totp-disable-text = Afterwards the password alone lets in, and the recovery codes are void. All other log-ins end.
totp-disabled = The second step is off. All other log-ins have ended.

## Settings: other users

totp-has = 2 steps
totp-reset = Reset second step
totp-reset-title = Take the second step of { $name } away?
totp-reset-text = For a lost phone. Afterwards the password alone lets in. Log-ins and open pages of this user end within 2 seconds. Be sure who asks.
totp-reset-yes = Take it away
totp-reset-done = { $name } logs in with the password alone now.
