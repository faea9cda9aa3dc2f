"""Roles: plain classes that list what a person in that role may do. One function (`permissions.allows`) answers from here."""

from enum import StrEnum

from carehomes.access.kinds import OrganisationKind as Kind


class Permission(StrEnum):
    """What somebody may do. The value is the word used in pages and tests; the label says it to people."""

    SEE_HOMES = "see_homes"
    EDIT_HOME = "edit_home"
    MANAGE_RELATIONSHIPS = "manage_relationships"
    IMPORT_REGISTER = "import_register"
    SEE_ORGANISATIONS = "see_organisations"
    EDIT_LEADERSHIP = "edit_leadership"
    CREATE_ORGANISATIONS = "create_organisations"
    MANAGE_MEMBERS = "manage_members"
    SEE_RESIDENTS = "see_residents"
    EDIT_RESIDENTS = "edit_residents"
    SEE_ACCESS_LOG = "see_access_log"
    SEE_CHECK_INS = "see_check_ins"
    TAKE_CHECK_INS = "take_check_ins"
    PLAN_CHECK_INS = "plan_check_ins"
    FILL_IN_BEFOREHAND = "fill_in_beforehand"
    EDIT_CHECK_IN_FORM = "edit_check_in_form"
    SEE_NOMINATIONS = "see_nominations"
    ACKNOWLEDGE_NOMINATIONS = "acknowledge_nominations"
    TRIAGE_NOMINATIONS = "triage_nominations"
    TAKE_OBSERVATIONS = "take_observations"
    SIGNPOST_HOMES = "signpost_homes"
    ANSWER_SIGNPOSTS = "answer_signposts"
    SEE_ROUNDS = "see_rounds"
    RUN_ROUNDS = "run_rounds"
    SIGN_OFF_ROUNDS = "sign_off_rounds"
    SEE_COVERAGE = "see_coverage"
    SEE_REPORTS = "see_reports"
    SEE_DELIVERY = "see_delivery"
    SEE_ISSUES = "see_issues"
    RAISE_ISSUES = "raise_issues"
    WORK_ISSUES = "work_issues"
    ASSIGN_ISSUES = "assign_issues"
    ANSWER_FOR_HOME = "answer_for_home"
    RECORD_HOME_ANSWER = "record_home_answer"
    KEEP_ESCALATION = "keep_escalation"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Permission.SEE_HOMES: "See the register of care homes",
    Permission.EDIT_HOME: "Change a home's contact numbers, named leads and check-in day",
    Permission.MANAGE_RELATIONSHIPS: "Say who works with a home",
    Permission.IMPORT_REGISTER: "Bring in the CQC and ODS registers",
    Permission.SEE_ORGANISATIONS: "See organisations and their leads",
    Permission.EDIT_LEADERSHIP: "Change the leadership contacts of an organisation",
    Permission.CREATE_ORGANISATIONS: "Create organisations",
    Permission.MANAGE_MEMBERS: "Invite, change and end memberships",
    Permission.SEE_RESIDENTS: "See residents of the homes they serve",
    Permission.EDIT_RESIDENTS: "Add and change residents and their stays",
    Permission.SEE_ACCESS_LOG: "See who has read a resident's record",
    Permission.SEE_CHECK_INS: "See check-ins",
    Permission.TAKE_CHECK_INS: "Ring a home and log the check-in",
    Permission.PLAN_CHECK_INS: "Plan who rings which homes, and on which days",
    Permission.FILL_IN_BEFOREHAND: "Fill in the check-in before the home is rung",
    Permission.EDIT_CHECK_IN_FORM: "Change the check-in form of their organisation, or the general one, and publish it",
    Permission.SEE_NOMINATIONS: "See residents who need someone",
    Permission.ACKNOWLEDGE_NOMINATIONS: "Acknowledge a resident who needs someone today",
    Permission.TRIAGE_NOMINATIONS: "Agree how urgent a resident is, defer, record that they were seen",
    Permission.TAKE_OBSERVATIONS: "Record observations and soft signs, write a hand-over, name a resident",
    Permission.SIGNPOST_HOMES: "Signpost a home to somebody",
    Permission.ANSWER_SIGNPOSTS: "Note whether a home has reached those to whom it was signposted",
    Permission.SEE_ROUNDS: "See home rounds and MDT meetings",
    Permission.RUN_ROUNDS: "Convene a round, agree its agenda, write down what was decided",
    Permission.SIGN_OFF_ROUNDS: "Sign off a round",
    Permission.SEE_COVERAGE: "See the coverage of the week",
    Permission.SEE_REPORTS: "See reports, in numbers, and take them out as files",
    Permission.SEE_DELIVERY: "See whether emails go out, in numbers",
    Permission.SEE_ISSUES: "See issues of the homes they serve",
    Permission.RAISE_ISSUES: "Raise an issue, and comment on it",
    Permission.WORK_ISSUES: "Accept, hand off and resolve issues",
    Permission.ASSIGN_ISSUES: "Give an issue to another owner",
    Permission.ANSWER_FOR_HOME: "Say for the home whether something is done",
    Permission.RECORD_HOME_ANSWER: "Record what the home says on the phone about an issue",
    Permission.KEEP_ESCALATION: "Keep the escalation policies, due times and tries of unanswered calls of their organisation",
}

_P = Permission
_NHS = frozenset({Kind.PCN, Kind.GP_PRACTICE, Kind.PARTNERSHIP, Kind.NHS_TRUST})
_ALL = frozenset(Kind) - {Kind.PLATFORM, Kind.NATION, Kind.REGION}
_REGISTER = frozenset({_P.SEE_HOMES, _P.SEE_ORGANISATIONS})
_RESIDENT_READ = frozenset({_P.SEE_RESIDENTS, _P.SEE_NOMINATIONS, _P.SEE_ROUNDS, _P.SEE_CHECK_INS})
_ISSUES = frozenset({_P.SEE_ISSUES, _P.RAISE_ISSUES, _P.WORK_ISSUES, _P.ASSIGN_ISSUES})
_NHS_ISSUES = _ISSUES | {_P.RECORD_HOME_ANSWER}
_OBSERVES = frozenset({_P.TAKE_OBSERVATIONS})
_SIGNPOSTS = frozenset({_P.SIGNPOST_HOMES, _P.ANSWER_SIGNPOSTS})
_HOME_ISSUES = frozenset({_P.SEE_ISSUES, _P.RAISE_ISSUES, _P.ANSWER_FOR_HOME})
_HOMES_WORD = _HOME_ISSUES | {_P.FILL_IN_BEFOREHAND, _P.ANSWER_SIGNPOSTS}


class Role:
    """One role. `national` reads all England on the read-only login."""

    key: str
    name: str
    summary: str
    organisation_kinds: frozenset[Kind]
    permissions: frozenset[Permission]
    sees_residents = False
    national = False
    may_prescribe = False  # whether its members can be flagged as prescribers

    @classmethod
    def needs_second_factor(cls) -> bool:
        """Sign-in has a second step for whoever sees residents, and for whoever says which organisations there are."""
        return cls.sees_residents or Permission.CREATE_ORGANISATIONS in cls.permissions


class CareCoordinator(Role):
    key = "care_coordinator"
    name = "Care coordinator"
    summary = "Rings each home every week and logs what it says"
    organisation_kinds = _NHS
    sees_residents = True
    permissions = (
        _REGISTER
        | _RESIDENT_READ
        | _NHS_ISSUES
        | _SIGNPOSTS
        | {_P.EDIT_HOME, _P.EDIT_RESIDENTS, _P.TAKE_CHECK_INS, _P.TAKE_OBSERVATIONS, _P.SEE_COVERAGE, _P.SEE_REPORTS}
        | {_P.PLAN_CHECK_INS, _P.RUN_ROUNDS}
    )


class Clinician(Role):
    key = "clinician"
    name = "Clinician"
    summary = "Clinical lead, GP, nurse or matron: sees the residents who need someone"
    organisation_kinds = _NHS
    sees_residents = True
    may_prescribe = True
    permissions = (
        _REGISTER
        | _RESIDENT_READ
        | _NHS_ISSUES
        | _SIGNPOSTS
        | {_P.EDIT_HOME, _P.EDIT_RESIDENTS, _P.TAKE_CHECK_INS, _P.TAKE_OBSERVATIONS}
        | {_P.ACKNOWLEDGE_NOMINATIONS, _P.TRIAGE_NOMINATIONS, _P.PLAN_CHECK_INS}
        | {_P.RUN_ROUNDS, _P.SIGN_OFF_ROUNDS, _P.SEE_REPORTS}
    )


class Pharmacist(Role):
    key = "pharmacist"
    name = "Pharmacist"
    summary = "Reconciles and reviews medicines"
    organisation_kinds = _NHS
    sees_residents = True
    may_prescribe = True
    permissions = _REGISTER | _RESIDENT_READ | _NHS_ISSUES | _SIGNPOSTS | {_P.EDIT_RESIDENTS, _P.RUN_ROUNDS}


class PharmacyTechnician(Role):
    key = "pharmacy_technician"
    name = "Pharmacy technician"
    summary = "Supply, stock and audits; prepares reviews"
    organisation_kinds = _NHS
    sees_residents = True
    permissions = _REGISTER | _RESIDENT_READ | _NHS_ISSUES | _SIGNPOSTS


class CommunityPharmacist(Role):
    key = "community_pharmacist"
    name = "Community pharmacist"
    summary = "Supplies the medicines of the homes that it serves"
    organisation_kinds = frozenset({Kind.PHARMACY})
    sees_residents = True
    may_prescribe = True
    permissions = _REGISTER | _ISSUES | {_P.SEE_RESIDENTS}


class CareHomeManager(Role):
    key = "care_home_manager"
    name = "Care home manager"
    summary = "Runs a care home, and keeps its residents and numbers right"
    organisation_kinds = frozenset({Kind.CARE_HOME, Kind.CARE_PROVIDER})
    sees_residents = True
    permissions = _REGISTER | _RESIDENT_READ | _ISSUES | _HOMES_WORD | _OBSERVES | {_P.EDIT_HOME, _P.EDIT_RESIDENTS}


class CareHomeStaff(Role):
    key = "care_home_staff"
    name = "Care home staff"
    summary = "Looks after residents and says what they need"
    organisation_kinds = frozenset({Kind.CARE_HOME})
    sees_residents = True
    permissions = _REGISTER | _RESIDENT_READ | _HOMES_WORD | _OBSERVES


class CommissionerLead(Role):
    key = "commissioner_lead"
    name = "Commissioner lead"
    summary = "Sees coverage and gaps, and says who works with which home"
    organisation_kinds = frozenset({Kind.ICB, Kind.CCG})
    permissions = _REGISTER | {
        _P.MANAGE_RELATIONSHIPS,
        _P.EDIT_LEADERSHIP,
        _P.SEE_COVERAGE,
        _P.SEE_REPORTS,
        _P.SEE_ISSUES,
        _P.ASSIGN_ISSUES,
        _P.KEEP_ESCALATION,
    }


class LocalAuthorityOfficer(Role):
    key = "local_authority_officer"
    name = "Local authority officer"
    summary = "Submits the council's return"
    organisation_kinds = frozenset({Kind.LOCAL_AUTHORITY})
    permissions = _REGISTER | {_P.SEE_COVERAGE, _P.SEE_REPORTS, _P.SEE_ISSUES}


class RegionalReader(Role):
    key = "regional_reader"
    name = "Regional reader"
    summary = "Compares the areas of a region"
    organisation_kinds = frozenset({Kind.REGION})
    national = True
    permissions = _REGISTER | {_P.SEE_COVERAGE, _P.SEE_REPORTS}


class NationalReader(Role):
    key = "national_reader"
    name = "National reader"
    summary = "Compares all areas of England"
    organisation_kinds = frozenset({Kind.NATION})
    national = True
    permissions = _REGISTER | {_P.SEE_COVERAGE, _P.SEE_REPORTS}


class OrganisationAdministrator(Role):
    key = "organisation_administrator"
    name = "Organisation administrator"
    summary = "Invites people, changes and ends memberships"
    organisation_kinds = _ALL
    permissions = _REGISTER | {_P.MANAGE_MEMBERS, _P.EDIT_LEADERSHIP, _P.KEEP_ESCALATION, _P.EDIT_CHECK_IN_FORM}


class DataProtectionOfficer(Role):
    key = "data_protection_officer"
    name = "Data protection officer"
    summary = "Sees who has read which resident's record"
    organisation_kinds = _ALL
    permissions = _REGISTER | {_P.SEE_ACCESS_LOG}


class PlatformAdministrator(Role):
    key = "platform_administrator"
    name = "Platform administrator"
    summary = "Creates organisations and brings in the registers; sees no resident"
    organisation_kinds = frozenset({Kind.PLATFORM})
    permissions = _REGISTER | {
        _P.IMPORT_REGISTER,
        _P.CREATE_ORGANISATIONS,
        _P.MANAGE_MEMBERS,
        _P.MANAGE_RELATIONSHIPS,
        _P.SEE_DELIVERY,
        _P.EDIT_CHECK_IN_FORM,
    }


ROLES: dict[str, type[Role]] = {
    role.key: role
    for role in (
        CareCoordinator,
        Clinician,
        Pharmacist,
        PharmacyTechnician,
        CommunityPharmacist,
        CareHomeManager,
        CareHomeStaff,
        CommissionerLead,
        LocalAuthorityOfficer,
        RegionalReader,
        NationalReader,
        OrganisationAdministrator,
        DataProtectionOfficer,
        PlatformAdministrator,
    )
}
SEE_RESIDENTS = frozenset(key for key, role in ROLES.items() if role.sees_residents)
ROLE_CHOICES = [(key, role.name) for key, role in ROLES.items()]


def roles_for(kind: str) -> list[type[Role]]:
    """The roles that a membership of an organisation of this kind may have."""
    return [role for role in ROLES.values() if kind in role.organisation_kinds]
