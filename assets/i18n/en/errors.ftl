### Integration synchronisation errors, by cause, with what to do.

errors-title = Integration synchronisation errors

errors-sentence =
    { $count ->
        [0] No open error
        [one] { $count } open error
       *[other] { $count } open errors
    }
errors-of-cause = Only: { $cause }
errors-all-causes = All causes
errors-empty-title = No open errors
errors-empty-why = Records that could not be written stand here with their cause and what to do
errors-column-time = When
errors-column-cause = Cause
errors-column-attempts = Attempts
errors-retry-all = Retry all
errors-open = Open
errors-closed = Closed
errors-column-state = State
errors-column-message = Message
errors-column-status = HTTP status
errors-column-request = Request id
errors-field = Field
errors-service-code = The service’s code
errors-code = Code
errors-open-only = Open entries
errors-closed-too = Closed entries too
errors-handled = Handled
errors-handled-only = Handled entries
errors-handled-note = Handled { $when }. Note: { $note }
errors-column-note = Note
errors-both-values = What both sides hold where they differ
