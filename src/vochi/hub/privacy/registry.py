"""Every table of the hub that holds text, and whether it may speak of a person outside.

`tests/hub/test_privacy_registry.py` walks all of Django's models: a new table is named here, or
nobody may add it.
"""

#: Tables that may speak of a client, and the room whose `personal.py` knows how to let go of him.
PERSONAL: dict[str, str] = {
    "link.LinkEntry": "privacy", "link.CommandRow": "privacy", "link.Recording": "privacy",
    "link.VoiceMessage": "privacy",
    "calls.Thread": "privacy", "calls.Call": "privacy", "calls.CallTag": "privacy",
    "calls.Party": "privacy",
    "sms.SmsAsk": "privacy", "sms.Sms": "privacy", "sms.SmsThread": "privacy",
    "sms.ThreadRead": "privacy", "sms.SmsTemplate": "privacy",
    "desk.Tile": "privacy", "desk.Event": "privacy",
    "hooks.HookEvent": "privacy", "hooks.Delivery": "privacy",
    "accounts.Deed": "privacy",
    "offices.OfficeVersion": "privacy", "offices.Draft": "privacy", "offices.PromptFile": "privacy",
    "start.FirstRun": "privacy", "moves.NumberMove": "privacy",
    "gateways.GsmFact": "privacy", "gateways.SimNow": "privacy", "gateways.GatewayNow": "privacy",
    "privacy.Hold": "privacy", "privacy.Removed": "privacy",
    "sms.Mailing": "privacy", "sms.MailingLetter": "privacy",
    "calls.CallMark": "privacy", "calls.SavedView": "privacy", "calls.DaySet": "privacy",
    "reports.Fact": "privacy", "reports.Rollup": "privacy", "reports.SightSum": "privacy",
    "phonebook.PhoneBook": "privacy",
    "promises.Promise": "promises", "promises.Claim": "promises", "promises.PromiseTag": "promises",
    "promises.ContactRow": "promises", "promises.WordRow": "promises",
    "crm.Crm": "crm", "crm.CrmCall": "crm", "crm.CrmStep": "crm",
    "notices.NoticeRow": "notices", "notices.Post": "notices",
    "clients.Change": "clients", "clients.ClientFile": "clients", "clients.Double": "clients",
    "clients.Email": "clients", "clients.Import": "clients", "clients.ImportLine": "clients",
    "clients.Merge": "clients", "clients.OwnField": "clients",
    "clients.Client": "clients", "clients.Phone": "clients", "clients.Note": "clients",
    "clients.Listing": "clients", "clients.NumberFact": "clients", "clients.Label": "clients",
}  # fmt: skip

#: Tables that hold nothing of clients: our own people, keys, settings, Django's own.
IMPERSONAL: frozenset[str] = frozenset({
    "accounts.Account", "accounts.OwnRole", "accounts.DoorRule", "accounts.Visit",
    "accounts.Welcome", "accounts.ApiToken", "companies.Company",
    "people.Invite", "people.Leaver", "people.PhoneLink",
    "link.Box", "link.EnrollCode",
    "desk.LinePause", "desk.DeviceState", "desk.AwayEntry",
    "hooks.Hook",
    # Addresses and keys of our own people; figures of plans.
    "notices.Channel", "notices.Contact", "notices.Standing", "reports.PlanRow", "reports.Standing",
    "offices.SipSecret", "offices.CompanySecret", "offices.EquipmentKey",
    # Their text is figures, codes and seals.
    "privacy.Approval", "privacy.Erasure", "privacy.Rewritten", "privacy.BoxOrder",
    "privacy.Archive",
    "auth.Group", "auth.Permission", "contenttypes.ContentType", "sessions.Session",
    "admin.LogEntry", "account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator",
    "axes.AccessAttempt", "axes.AccessLog", "axes.AccessFailureLog",
})  # fmt: skip
