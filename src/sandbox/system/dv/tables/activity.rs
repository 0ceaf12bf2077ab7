//! Activities and notes: the columns. All kinds of activity share most of theirs.

use crate::sandbox::system::kit::{
    Opt, Spec, choice, date, entity_name, flag, guid, int, lookup, memo, opt, reason, state,
    status, text, time,
};

/// How urgent an activity is.
#[rustfmt::skip]
const PRIORITY: &[Opt] = &[
    opt(0, "Low", "Basse"),
    opt(1, "Normal", "Normale"),
    opt(2, "High", "Haute"),
];

/// What may become of a task or a call.
#[rustfmt::skip]
const STATES: &[Opt] = &[
    opt(0, "Open", "Ouverte"),
    opt(1, "Completed", "Terminée"),
    opt(2, "Canceled", "Annulée"),
];

#[rustfmt::skip]
const TASK_REASONS: &[Opt] = &[
    reason(2, 0, "Not Started", "Non commencée"),
    reason(3, 0, "In Progress", "En cours"),
    reason(4, 0, "Waiting on someone else", "En attente de quelqu’un"),
    reason(7, 0, "Deferred", "Reportée"),
    reason(5, 1, "Completed", "Terminée"),
    reason(6, 2, "Canceled", "Annulée"),
];

#[rustfmt::skip]
const CALL_REASONS: &[Opt] = &[
    reason(1, 0, "Open", "Ouvert"),
    reason(2, 1, "Made", "Passé"),
    reason(4, 1, "Received", "Reçu"),
    reason(3, 2, "Canceled", "Annulé"),
];

#[rustfmt::skip]
const APPOINTMENT_STATES: &[Opt] = &[
    opt(0, "Open", "Ouvert"),
    opt(1, "Completed", "Terminé"),
    opt(2, "Canceled", "Annulé"),
    opt(3, "Scheduled", "Planifié"),
];

#[rustfmt::skip]
const APPOINTMENT_REASONS: &[Opt] = &[
    reason(1, 0, "Free", "Libre"),
    reason(2, 0, "Tentative", "Provisoire"),
    reason(3, 1, "Completed", "Terminé"),
    reason(4, 2, "Canceled", "Annulé"),
    reason(5, 3, "Busy", "Occupé"),
    reason(6, 3, "Out of Office", "Absent du bureau"),
];

/// What an activity or a note may be about.
pub const SUBJECTS: &[&str] = &[
    "account",
    "contact",
    "opportunity",
    "lead",
    "quote",
    "salesorder",
    "invoice",
    "new_project",
];

/// What every activity has.
#[rustfmt::skip]
pub const ACTIVITY: &[Spec] = &[
    guid("ActivityId", "Activity", "Activité").create_only(),
    text("Subject", 200, "Subject", "Objet").required(),
    entity_name("ActivityTypeCode", "Activity Type", "Type d’activité").computed(),
    int("ActualDurationMinutes", "Duration", "Durée").range(0, 2_147_483_647),
    time("ActualEnd", "Actual End", "Fin réelle"),
    time("ActualStart", "Actual Start", "Début réel"),
    text("Category", 250, "Category", "Catégorie"),
    memo("Description", 2000, "Description", "Description"),
    flag("IsBilled", "Is Billed", "Facturée"),
    flag("IsWorkflowCreated", "Is Workflow Created", "Créée par un flux"),
    choice("PriorityCode", PRIORITY, "Priority", "Priorité"),
    lookup("RegardingObjectId", SUBJECTS, "Regarding", "Concernant"),
    int("ScheduledDurationMinutes", "Scheduled Duration", "Durée planifiée").range(0, 2_147_483_647),
    time("ScheduledEnd", "Due Date", "Date d’échéance"),
    time("ScheduledStart", "Start Date", "Date de début"),
    time("SortDate", "Sort Date", "Date de tri"),
    text("Subcategory", 250, "Sub-Category", "Sous-catégorie"),
];

/// What a task has besides.
#[rustfmt::skip]
pub const TASK: &[Spec] = &[
    int("PercentComplete", "Percent Complete", "Pourcentage achevé").range(0, 100),
    state("StateCode", STATES, "Activity Status", "Statut de l’activité"),
    status("StatusCode", TASK_REASONS, "Status Reason", "Raison du statut"),
];

/// What a phone call has besides.
#[rustfmt::skip]
pub const PHONECALL: &[Spec] = &[
    flag("DirectionCode", "Direction", "Sens"),
    flag("LeftVoiceMail", "Left Voice Mail", "Message vocal laissé"),
    text("PhoneNumber", 200, "Phone Number", "Numéro de téléphone"),
    state("StateCode", STATES, "Activity Status", "Statut de l’activité"),
    status("StatusCode", CALL_REASONS, "Status Reason", "Raison du statut"),
];

/// What an appointment has besides.
#[rustfmt::skip]
pub const APPOINTMENT: &[Spec] = &[
    flag("IsAllDayEvent", "All Day Event", "Journée entière"),
    text("Location", 200, "Location", "Lieu"),
    date("OriginalStartDate", "Original Start Date", "Date de début d’origine"),
    state("StateCode", APPOINTMENT_STATES, "Status", "Statut"),
    status("StatusCode", APPOINTMENT_REASONS, "Status Reason", "Raison du statut"),
];

/// The columns of `annotation`, a note.
#[rustfmt::skip]
pub const ANNOTATION: &[Spec] = &[
    guid("AnnotationId", "Note", "Note").create_only(),
    text("Subject", 500, "Title", "Titre"),
    memo("DocumentBody", 1_073_741_823, "Document", "Document"),
    text("FileName", 255, "File Name", "Nom de fichier"),
    int("FileSize", "File Size (Bytes)", "Taille du fichier (octets)").read_only(),
    flag("IsDocument", "Is Document", "Est un document"),
    text("LangId", 2, "Language ID", "Code langue"),
    text("MimeType", 256, "Mime Type", "Type MIME"),
    memo("NoteText", 100_000, "Description", "Description"),
    lookup("ObjectId", SUBJECTS, "Regarding", "Concernant"),
    entity_name("ObjectTypeCode", "Object Type", "Type d’objet"),
];
