"""Who may open which address: the one declared table.

A route without a line here fails `test_access.py`, which prints the line to add.
"""

from lotsen_portal.tenancy.models import Role, StatewideRole

PUBLIC = "public"
# Whoever has an account, with or without a Kreis.
SIGNED_IN = "signed in"

COORDINATOR = (Role.COORDINATOR,)
VOLUNTEER = (Role.VOLUNTEER,)
STAFF = (Role.COORDINATOR, Role.VIEWER)
COORDINATOR_OR_VOLUNTEER = (Role.COORDINATOR, Role.VOLUNTEER)
COORDINATOR_OR_PARTNER = (Role.COORDINATOR, Role.PARTNER)
STAFF_OR_VOLUNTEER = (Role.COORDINATOR, Role.VIEWER, Role.VOLUNTEER)
STAFF_OR_PARTNER = (Role.COORDINATOR, Role.VIEWER, Role.PARTNER)
EVERY_MEMBER = (Role.COORDINATOR, Role.VIEWER, Role.VOLUNTEER, Role.PARTNER)

AUTHORITY = (StatewideRole.AUTHORITY,)
OPERATOR = (StatewideRole.OPERATOR,)
OVERSIGHT_OR_AUTHORITY = (StatewideRole.OVERSIGHT, StatewideRole.AUTHORITY)

Access = str | tuple[Role, ...] | tuple[StatewideRole, ...]

KREIS: dict[str, Access] = {
    "front:home": PUBLIC,
    "front:imprint": PUBLIC,
    "front:privacy": PUBLIC,
    "front:today": EVERY_MEMBER,
    "front:search": EVERY_MEMBER,
    "front:settings": STAFF,
    "front:trail": STAFF,
    "front:contact": COORDINATOR,
    "front:municipalities": STAFF,
    "front:municipality": COORDINATOR,
    "front:municipality_paste": COORDINATOR,
    "front:municipality_edit": COORDINATOR,
    "front:municipality_removal": COORDINATOR,
    "front:members": STAFF,
    "front:invitation": COORDINATOR,
    "front:invitation_withdrawal": COORDINATOR,
    "front:member_end": COORDINATOR,
    "front:fields": STAFF,
    "front:field": COORDINATOR,
    "front:field_edit": COORDINATOR,
    "invitations:accept": PUBLIC,
    "inquiries:list": STAFF_OR_VOLUNTEER,
    "inquiries:create": VOLUNTEER,
    "inquiries:record": COORDINATOR,
    "inquiries:detail": STAFF_OR_VOLUNTEER,
    "inquiries:message": COORDINATOR_OR_VOLUNTEER,
    "inquiries:topic": COORDINATOR,
    "inquiries:closing": COORDINATOR,
    "volunteers:list": STAFF,
    "volunteers:create": COORDINATOR,
    "volunteers:export_xlsx": COORDINATOR,
    "volunteers:export_csv": COORDINATOR,
    "volunteers:own": VOLUNTEER,
    "volunteers:detail": STAFF_OR_VOLUNTEER,
    "volunteers:edit": COORDINATOR,
    "volunteers:engagement": COORDINATOR,
    "volunteers:availability": COORDINATOR,
    "volunteers:minor": COORDINATOR,
    "volunteers:tags": COORDINATOR,
    "volunteers:note": COORDINATOR,
    "volunteers:status": COORDINATOR,
    "volunteers:skill_create": COORDINATOR,
    "volunteers:skill_edit": COORDINATOR,
    "volunteers:skill_end": COORDINATOR,
    "volunteers:qualification_create": COORDINATOR,
    "volunteers:qualification_edit": COORDINATOR,
    "volunteers:qualification_delete": COORDINATOR,
    "volunteers:departure": COORDINATOR,
    "volunteers:access": COORDINATOR,
    "trainings:list": EVERY_MEMBER,
    "trainings:create": COORDINATOR,
    "trainings:detail": EVERY_MEMBER,
    "trainings:edit": COORDINATOR,
    "trainings:publication": COORDINATOR,
    "trainings:call_off": COORDINATOR,
    "trainings:register": COORDINATOR,
    "trainings:sign_up": VOLUNTEER,
    "trainings:public": PUBLIC,
    "trainings:signup_done": PUBLIC,
    "trainings:mine": VOLUNTEER,
    "trainings:withdrawal": COORDINATOR_OR_VOLUNTEER,
    "trainings:seat": COORDINATOR,
    "trainings:attendance": COORDINATOR,
    "trainings:confirmation": PUBLIC,
    "trainings:cancellation": PUBLIC,
    "networking:list": STAFF_OR_PARTNER,
    "networking:directory": PUBLIC,
    "networking:create": COORDINATOR,
    "networking:detail": STAFF_OR_PARTNER,
    "networking:edit": COORDINATOR_OR_PARTNER,
    "networking:confirmation": COORDINATOR_OR_PARTNER,
    "networking:end": COORDINATOR,
    "networking:end_delete": COORDINATOR,
    "networking:organization_create": COORDINATOR,
    "networking:organization_of_partner_create": COORDINATOR,
    "networking:contact_create": COORDINATOR_OR_PARTNER,
    "networking:contact_edit": COORDINATOR_OR_PARTNER,
    "networking:contact_delete": COORDINATOR_OR_PARTNER,
    "networking:access": COORDINATOR,
    "networking:access_delete": COORDINATOR,
    "networking:meetings": STAFF,
    "networking:meeting_create": COORDINATOR,
    "networking:meeting_edit": COORDINATOR,
    "networking:meeting_delete": COORDINATOR,
    "networking:outreach": STAFF,
    "networking:outreach_create": COORDINATOR,
    "networking:outreach_edit": COORDINATOR,
    "networking:outreach_delete": COORDINATOR,
    "knowledge:list": EVERY_MEMBER,
    "knowledge:create": COORDINATOR,
    "knowledge:detail": EVERY_MEMBER,
    "knowledge:edit": COORDINATOR,
    "knowledge:publication": COORDINATOR,
    "knowledge:publication_delete": COORDINATOR,
    "knowledge:delete": COORDINATOR,
    "evaluation:home": STAFF,
    "evaluation:grant_create": COORDINATOR,
    "evaluation:grant": STAFF,
    "evaluation:grant_edit": COORDINATOR,
    "evaluation:grant_delete": COORDINATOR,
    "evaluation:line_create": COORDINATOR,
    "evaluation:plan_copy": COORDINATOR,
    "evaluation:line_edit": COORDINATOR,
    "evaluation:line_delete": COORDINATOR,
    "evaluation:staff": STAFF,
    "evaluation:position_create": COORDINATOR,
    "evaluation:position_edit": COORDINATOR,
    "evaluation:voucher_edit": COORDINATOR,
    "evaluation:voucher_delete": COORDINATOR,
    "evaluation:vouchers": STAFF,
    "evaluation:voucher_create": COORDINATOR,
    "evaluation:report": STAFF,
    "evaluation:report_create": COORDINATOR,
    "evaluation:section": COORDINATOR,
    "evaluation:figures": STAFF,
    "evaluation:preview": COORDINATOR,
    "evaluation:release": COORDINATOR,
    "evaluation:presentation": COORDINATOR,
    "evaluation:presentation_delete": COORDINATOR,
    "files:download": STAFF_OR_VOLUNTEER,
    "documents:list": STAFF,
    "documents:detail": EVERY_MEMBER,
    "documents:download": EVERY_MEMBER,
    "documents:retry": COORDINATOR,
}

LAND: dict[str, Access] = {
    "land_front:home": PUBLIC,
    "land_front:trainings": PUBLIC,
    "land_front:imprint": PUBLIC,
    "land_front:privacy": PUBLIC,
    "land_front:accessibility": PUBLIC,
    "land_front:help": PUBLIC,
    "land_front:alive": PUBLIC,
    "land_front:ready": PUBLIC,
    "land_front:metrics": PUBLIC,
    "account_home": SIGNED_IN,
    "account_start": SIGNED_IN,
    "account_invitation": PUBLIC,
    "account_login": PUBLIC,
    "account_request_login_code": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_sign_in_again": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "openid_connect_login": PUBLIC,
    "openid_connect_callback": PUBLIC,
    "usersessions_list": SIGNED_IN,
    "usersessions_end": SIGNED_IN,
    "usersessions_end_all": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_login_webauthn": PUBLIC,
    "land:reports": OVERSIGHT_OR_AUTHORITY,
    "land:copy": OVERSIGHT_OR_AUTHORITY,
    "land:proof": AUTHORITY,
    "operations:home": OPERATOR,
    "operations:invitation": OPERATOR,
}


def spelled(access: object) -> str:
    """Return the access as it is written in the table."""
    for name, value in globals().items():
        if name.isupper() and _as_set(value) == _as_set(access):
            return name
    return repr(access)


def _as_set(access: object) -> object:
    return frozenset(access) if isinstance(access, tuple) else access
