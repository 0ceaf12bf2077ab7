//! Options of the choice columns, English and French.

use crate::sandbox::system::kit::{Opt, opt, reason};

#[rustfmt::skip]
/// Options of `accountcategorycode` of `account`.
pub const ACCOUNTCATEGORY: &[Opt] = &[
    opt(1, "Preferred Customer", "Client privilégié"),
    opt(2, "Standard", "Standard"),
];

#[rustfmt::skip]
/// Options of `accountclassificationcode` of `account`.
pub const ACCOUNTCLASSIFICATION: &[Opt] = &[
    opt(1, "Default Value", "Valeur par défaut"),
];

#[rustfmt::skip]
/// Options of `address1_addresstypecode` of `account`.
pub const ADDRESSTYPE: &[Opt] = &[
    opt(1, "Bill To", "Facturation"),
    opt(2, "Ship To", "Livrer à"),
    opt(3, "Primary", "Principal"),
    opt(4, "Other", "Autre"),
];

#[rustfmt::skip]
/// Options of `address1_freighttermscode` of `account`.
pub const FREIGHTTERMS: &[Opt] = &[
    opt(1, "FOB", "FAB"),
    opt(2, "No Charge", "Gratuit"),
];

#[rustfmt::skip]
/// Options of `address1_shippingmethodcode` of `account`.
pub const SHIPPINGMETHOD: &[Opt] = &[
    opt(1, "Airborne", "Transport aérien"),
    opt(2, "DHL", "DHL"),
    opt(3, "FedEx", "FedEx"),
    opt(4, "UPS", "UPS"),
    opt(5, "Postal Mail", "Courrier postal"),
    opt(6, "Full Load", "Chargement complet"),
    opt(7, "Will Call", "Enlèvement"),
];

#[rustfmt::skip]
/// Options of `customertypecode` of `account`.
pub const CUSTOMERTYPE: &[Opt] = &[
    opt(1, "Competitor", "Concurrent"),
    opt(2, "Consultant", "Consultant"),
    opt(3, "Customer", "Client"),
    opt(4, "Investor", "Investisseur"),
    opt(5, "Partner", "Partenaire"),
    opt(6, "Influencer", "Influenceur"),
    opt(7, "Press", "Presse"),
    opt(8, "Prospect", "Prospect"),
    opt(9, "Reseller", "Revendeur"),
    opt(10, "Supplier", "Fournisseur"),
    opt(11, "Vendor", "Fournisseur"),
    opt(12, "Other", "Autre"),
];

#[rustfmt::skip]
/// Options of `industrycode` of `account`.
pub const INDUSTRY: &[Opt] = &[
    opt(1, "Accounting", "Comptabilité"),
    opt(2, "Agriculture and Non-petrol Natural Resource Extraction", "Agriculture et extraction de ressources non pétrolières"),
    opt(3, "Broadcasting Printing and Publishing", "Radio, télévision, imprimerie et édition"),
    opt(4, "Brokers", "Courtage"),
    opt(5, "Building Supply Retail", "Vente au détail de matériaux"),
    opt(6, "Business Services", "Services aux entreprises"),
    opt(7, "Consulting", "Conseil"),
    opt(8, "Consumer Services", "Services aux consommateurs"),
    opt(9, "Design, Direction and Creative Management", "Conception et direction artistique"),
    opt(10, "Distributors, Dispatchers and Processors", "Distributeurs, expéditeurs et transformateurs"),
    opt(11, "Doctor's Offices and Clinics", "Cabinets médicaux et cliniques"),
    opt(12, "Durable Manufacturing", "Fabrication de biens durables"),
    opt(13, "Eating and Drinking Places", "Restaurants et débits de boissons"),
    opt(14, "Entertainment Retail", "Vente au détail de loisirs"),
    opt(15, "Equipment Rental and Leasing", "Location d’équipement"),
    opt(16, "Financial", "Finance"),
    opt(17, "Food and Tobacco Processing", "Industrie alimentaire et du tabac"),
    opt(18, "Inbound Capital Intensive Processing", "Transformation à forte intensité de capital"),
    opt(19, "Inbound Repair and Services", "Réparation et services entrants"),
    opt(20, "Insurance", "Assurance"),
    opt(21, "Legal Services", "Services juridiques"),
    opt(22, "Non-Durable Merchandise Retail", "Vente au détail de biens non durables"),
    opt(23, "Outbound Consumer Service", "Service aux consommateurs à l’extérieur"),
    opt(24, "Petrochemical Extraction and Distribution", "Extraction et distribution pétrochimiques"),
    opt(25, "Service Retail", "Services de détail"),
    opt(26, "SIG Affiliations", "Affiliations à des groupes d’intérêt"),
    opt(27, "Social Services", "Services sociaux"),
    opt(28, "Special Outbound Trade Contractors", "Entrepreneurs spécialisés"),
    opt(29, "Specialty Realty", "Immobilier spécialisé"),
    opt(30, "Transportation", "Transports"),
    opt(31, "Utility Creation and Distribution", "Production et distribution d’énergie"),
    opt(32, "Vehicle Retail", "Vente au détail de véhicules"),
    opt(33, "Wholesale", "Commerce de gros"),
];

#[rustfmt::skip]
/// Options of `ownershipcode` of `account`.
pub const OWNERSHIP: &[Opt] = &[
    opt(1, "Public", "Public"),
    opt(2, "Private", "Privé"),
    opt(3, "Subsidiary", "Filiale"),
    opt(4, "Other", "Autre"),
];

#[rustfmt::skip]
/// Options of `paymenttermscode` of `account`.
pub const PAYMENTTERMS: &[Opt] = &[
    opt(1, "Net 30", "30 jours net"),
    opt(2, "2% 10, Net 30", "2 % 10, 30 jours net"),
    opt(3, "Net 45", "45 jours net"),
    opt(4, "Net 60", "60 jours net"),
];

#[rustfmt::skip]
/// Options of `preferredappointmentdaycode` of `account`.
pub const PREFERREDAPPOINTMENTDAY: &[Opt] = &[
    opt(0, "Sunday", "Dimanche"),
    opt(1, "Monday", "Lundi"),
    opt(2, "Tuesday", "Mardi"),
    opt(3, "Wednesday", "Mercredi"),
    opt(4, "Thursday", "Jeudi"),
    opt(5, "Friday", "Vendredi"),
    opt(6, "Saturday", "Samedi"),
];

#[rustfmt::skip]
/// Options of `preferredappointmenttimecode` of `account`.
pub const PREFERREDAPPOINTMENTTIME: &[Opt] = &[
    opt(1, "Morning", "Matin"),
    opt(2, "Afternoon", "Après-midi"),
    opt(3, "Evening", "Soir"),
];

#[rustfmt::skip]
/// Options of `preferredcontactmethodcode` of `account`.
pub const PREFERREDCONTACTMETHOD: &[Opt] = &[
    opt(1, "Any", "Indifférent"),
    opt(2, "Email", "Adresse de courriel"),
    opt(3, "Phone", "Téléphone"),
    opt(4, "Fax", "Télécopie"),
    opt(5, "Mail", "Courrier"),
];

#[rustfmt::skip]
/// Options of `statecode` of `account`.
pub const ACCOUNT_STATE: &[Opt] = &[
    opt(0, "Active", "Actif"),
    opt(1, "Inactive", "Inactif"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `account`.
pub const ACCOUNT_STATUS: &[Opt] = &[
    reason(1, 0, "Active", "Actif"),
    reason(2, 1, "Inactive", "Inactif"),
];

#[rustfmt::skip]
/// Options of `accountrolecode` of `contact`.
pub const ACCOUNTROLE: &[Opt] = &[
    opt(1, "Decision Maker", "Décideur"),
    opt(2, "Employee", "Employé"),
    opt(3, "Influencer", "Influenceur"),
];

#[rustfmt::skip]
/// Options of `familystatuscode` of `contact`.
pub const FAMILYSTATUS: &[Opt] = &[
    opt(1, "Single", "Célibataire"),
    opt(2, "Married", "Marié(e)"),
    opt(3, "Divorced", "Divorcé(e)"),
    opt(4, "Widowed", "Veuf/Veuve"),
];

#[rustfmt::skip]
/// Options of `gendercode` of `contact`.
pub const GENDER: &[Opt] = &[
    opt(1, "Male", "Masculin"),
    opt(2, "Female", "Féminin"),
];

#[rustfmt::skip]
/// Options of `productstructure` of `product`.
pub const PRODUCTSTRUCTURE: &[Opt] = &[
    opt(1, "Product", "Produit"),
    opt(2, "Product Family", "Famille de produits"),
    opt(3, "Product Bundle", "Offre groupée"),
];

#[rustfmt::skip]
/// Options of `producttypecode` of `product`.
pub const PRODUCTTYPE: &[Opt] = &[
    opt(1, "Sales Inventory", "Stock de vente"),
    opt(2, "Miscellaneous Charges", "Frais divers"),
    opt(3, "Services", "Services"),
    opt(4, "Flat Fees", "Forfait"),
];

#[rustfmt::skip]
/// Options of `statecode` of `product`.
pub const PRODUCT_STATE: &[Opt] = &[
    opt(0, "Active", "Actif"),
    opt(1, "Retired", "Retiré"),
    opt(2, "Draft", "Brouillon"),
    opt(3, "Under Revision", "En cours de révision"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `product`.
pub const PRODUCT_STATUS: &[Opt] = &[
    reason(1, 0, "Active", "Actif"),
    reason(2, 1, "Retired", "Retiré"),
    reason(0, 2, "Draft", "Brouillon"),
    reason(3, 3, "Under Revision", "En cours de révision"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `pricelevel`.
pub const PRICELEVEL_STATUS: &[Opt] = &[
    reason(100_001, 0, "Active", "Actif"),
    reason(100_002, 1, "Inactive", "Inactif"),
];

#[rustfmt::skip]
/// Options of `pricingmethodcode` of `productpricelevel`.
pub const PRICINGMETHOD: &[Opt] = &[
    opt(1, "Currency Amount", "Montant en devise"),
    opt(2, "Percent of List", "% du prix courant"),
    opt(3, "Percent Markup - Current Cost", "% de majoration – coût actuel"),
    opt(4, "Percent Margin - Current Cost", "% de marge – coût actuel"),
    opt(5, "Percent Markup - Standard Cost", "% de majoration – coût standard"),
    opt(6, "Percent Margin - Standard Cost", "% de marge – coût standard"),
];

#[rustfmt::skip]
/// Options of `quantitysellingcode` of `productpricelevel`.
pub const QUANTITYSELLING: &[Opt] = &[
    opt(1, "No Control", "Aucun contrôle"),
    opt(2, "Whole", "Entier"),
    opt(3, "Whole and Fractional", "Entier et fractionnaire"),
];

#[rustfmt::skip]
/// Options of `roundingoptioncode` of `productpricelevel`.
pub const ROUNDINGOPTION: &[Opt] = &[
    opt(1, "Ends in", "Se termine par"),
    opt(2, "Multiple of", "Multiple de"),
];

#[rustfmt::skip]
/// Options of `roundingpolicycode` of `productpricelevel`.
pub const ROUNDINGPOLICY: &[Opt] = &[
    opt(1, "None", "Aucun"),
    opt(2, "Up", "Au supérieur"),
    opt(3, "Down", "À l’inférieur"),
    opt(4, "To Nearest", "Au plus proche"),
];

#[rustfmt::skip]
/// Options of `accessmode` of `systemuser`.
pub const ACCESSMODE: &[Opt] = &[
    opt(0, "Read-Write", "Lecture-écriture"),
    opt(1, "Administrative", "Administratif"),
    opt(2, "Read", "Lecture"),
    opt(3, "Support User", "Utilisateur du support"),
    opt(4, "Non-interactive", "Non interactif"),
    opt(5, "Delegated Admin", "Administrateur délégué"),
];

#[rustfmt::skip]
/// Options of `caltype` of `systemuser`.
pub const CALTYPE: &[Opt] = &[
    opt(0, "Professional", "Professionnel"),
    opt(1, "Administrative", "Administratif"),
    opt(2, "Basic", "De base"),
    opt(3, "Device Professional", "Appareil Professionnel"),
    opt(4, "Device Basic", "Appareil de base"),
    opt(5, "Essential", "Essentiel"),
    opt(6, "Device Essential", "Appareil Essentiel"),
    opt(7, "Enterprise", "Entreprise"),
    opt(8, "Device Enterprise", "Appareil Entreprise"),
    opt(9, "Sales", "Ventes"),
    opt(10, "Service", "Service"),
    opt(11, "Field Service", "Service sur site"),
    opt(12, "Project Service", "Service de projet"),
];

#[rustfmt::skip]
/// Options of `emailrouteraccessapproval` of `systemuser`.
pub const EMAILROUTERACCESSAPPROVAL: &[Opt] = &[
    opt(0, "Empty", "Vide"),
    opt(1, "Approved", "Approuvé"),
    opt(2, "Pending Approval", "En attente d’approbation"),
    opt(3, "Rejected", "Rejeté"),
];

#[rustfmt::skip]
/// Options of `incomingemaildeliverymethod` of `systemuser`.
pub const INCOMINGEMAILDELIVERYMETHOD: &[Opt] = &[
    opt(0, "None", "Aucun"),
    opt(1, "Microsoft Dynamics 365 for Outlook", "Microsoft Dynamics 365 pour Outlook"),
    opt(2, "Server-Side Synchronization or Email Router", "Synchronisation côté serveur"),
    opt(3, "Forward Mailbox", "Boîte de transfert"),
];

#[rustfmt::skip]
/// Options of `invitestatuscode` of `systemuser`.
pub const INVITESTATUS: &[Opt] = &[
    opt(0, "Invitation Not Sent", "Invitation non envoyée"),
    opt(1, "Invited", "Invité"),
    opt(2, "Invitation Near Expired", "Invitation bientôt expirée"),
    opt(3, "Invitation Expired", "Invitation expirée"),
    opt(4, "Invitation Accepted", "Invitation acceptée"),
    opt(5, "Invitation Rejected", "Invitation rejetée"),
    opt(6, "Invitation Revoked", "Invitation révoquée"),
];

#[rustfmt::skip]
/// Options of `outgoingemaildeliverymethod` of `systemuser`.
pub const OUTGOINGEMAILDELIVERYMETHOD: &[Opt] = &[
    opt(0, "None", "Aucun"),
    opt(1, "Microsoft Dynamics 365 for Outlook", "Microsoft Dynamics 365 pour Outlook"),
    opt(2, "Server-Side Synchronization or Email Router", "Synchronisation côté serveur"),
];

#[rustfmt::skip]
/// Options of `preferredaddresscode` of `systemuser`.
pub const PREFERREDADDRESS: &[Opt] = &[
    opt(1, "Mailing Address", "Adresse postale"),
    opt(2, "Other Address", "Autre adresse"),
];

#[rustfmt::skip]
/// Options of `preferredphonecode` of `systemuser`.
pub const PREFERREDPHONE: &[Opt] = &[
    opt(1, "Main Phone", "Téléphone principal"),
    opt(2, "Other Phone", "Autre téléphone"),
    opt(3, "Home Phone", "Téléphone personnel"),
    opt(4, "Mobile Phone", "Téléphone mobile"),
];

#[rustfmt::skip]
/// Options of `teamtype` of `team`.
pub const TEAMTYPE: &[Opt] = &[
    opt(0, "Owner", "Propriétaire"),
    opt(1, "Access", "Accès"),
];

#[rustfmt::skip]
/// Options of `budgetstatus` of `opportunity`.
pub const BUDGETSTATUS: &[Opt] = &[
    opt(0, "No Committed Budget", "Aucun budget engagé"),
    opt(1, "May Buy", "Achètera peut-être"),
    opt(2, "Can Buy", "Peut acheter"),
    opt(3, "Will Buy", "Achètera"),
];

#[rustfmt::skip]
/// Options of `initialcommunication` of `opportunity`.
pub const INITIALCOMMUNICATION: &[Opt] = &[
    opt(0, "Contacted", "Contacté"),
    opt(1, "Not Contacted", "Non contacté"),
];

#[rustfmt::skip]
/// Options of `need` of `opportunity`.
pub const NEED: &[Opt] = &[
    opt(0, "Must have", "Indispensable"),
    opt(1, "Should have", "Recommandé"),
    opt(2, "Good to have", "Souhaitable"),
    opt(3, "No need", "Aucun besoin"),
];

#[rustfmt::skip]
/// Options of `opportunityratingcode` of `opportunity`.
pub const OPPORTUNITYRATING: &[Opt] = &[
    opt(1, "Hot", "Chaud"),
    opt(2, "Warm", "Tiède"),
    opt(3, "Cold", "Froid"),
];

#[rustfmt::skip]
/// Options of `pricingerrorcode` of `opportunity`.
pub const PRICINGERROR: &[Opt] = &[
    opt(0, "None", "Aucun"),
    opt(1, "Detail Error", "Erreur de détail"),
    opt(2, "Missing Price Level", "Tarif manquant"),
    opt(3, "Inactive Price Level", "Tarif inactif"),
    opt(4, "Missing Quantity", "Quantité manquante"),
    opt(5, "Missing Unit Price", "Prix unitaire manquant"),
    opt(6, "Missing Product", "Produit manquant"),
    opt(7, "Invalid Product", "Produit non valide"),
    opt(8, "Missing Pricing Code", "Code de tarification manquant"),
    opt(9, "Invalid Pricing Code", "Code de tarification non valide"),
    opt(10, "Missing UOM", "Unité manquante"),
    opt(11, "Product Not In Price Level", "Produit absent du tarif"),
    opt(12, "Missing Price Level Amount", "Montant de tarif manquant"),
    opt(13, "Missing Price Level Percentage", "Pourcentage de tarif manquant"),
    opt(14, "Missing Price", "Prix manquant"),
    opt(15, "Missing Current Cost", "Coût actuel manquant"),
    opt(16, "Missing Standard Cost", "Coût standard manquant"),
    opt(17, "Invalid Price Level Amount", "Montant de tarif non valide"),
    opt(18, "Invalid Price Level Percentage", "Pourcentage de tarif non valide"),
    opt(19, "Invalid Price", "Prix non valide"),
    opt(20, "Invalid Current Cost", "Coût actuel non valide"),
    opt(21, "Invalid Standard Cost", "Coût standard non valide"),
    opt(22, "Invalid Rounding Policy", "Règle d’arrondi non valide"),
    opt(23, "Invalid Rounding Option", "Option d’arrondi non valide"),
    opt(24, "Invalid Rounding Amount", "Montant d’arrondi non valide"),
    opt(25, "Price Calculation Error", "Erreur de calcul du prix"),
    opt(26, "Invalid Discount Type", "Type de remise non valide"),
    opt(27, "Discount Type Invalid State", "État non valide du type de remise"),
    opt(28, "Invalid Discount", "Remise non valide"),
    opt(29, "Invalid Quantity", "Quantité non valide"),
    opt(30, "Invalid Pricing Precision", "Précision de tarification non valide"),
    opt(31, "Missing Product Default UOM", "Unité par défaut du produit manquante"),
    opt(32, "Missing Product UOM Schedule", "Nomenclature d’unités du produit manquante"),
    opt(33, "Inactive Discount Type", "Type de remise inactif"),
    opt(34, "Invalid Price Level Currency", "Devise de tarif non valide"),
    opt(35, "Price Attribute Out Of Range", "Prix hors limites"),
    opt(36, "Base Currency Attribute Overflow", "Dépassement de la devise de base"),
    opt(37, "Base Currency Attribute Underflow", "Dépassement négatif de la devise de base"),
];

#[rustfmt::skip]
/// Options of `purchaseprocess` of `opportunity`.
pub const PURCHASEPROCESS: &[Opt] = &[
    opt(0, "Individual", "Individuel"),
    opt(1, "Committee", "Comité"),
    opt(2, "Unknown", "Inconnu"),
];

#[rustfmt::skip]
/// Options of `purchasetimeframe` of `opportunity`.
pub const PURCHASETIMEFRAME: &[Opt] = &[
    opt(0, "Immediate", "Immédiat"),
    opt(1, "This Quarter", "Ce trimestre"),
    opt(2, "Next Quarter", "Trimestre prochain"),
    opt(3, "This Year", "Cette année"),
    opt(4, "Unknown", "Inconnu"),
];

#[rustfmt::skip]
/// Options of `salesstage` of `opportunity`.
pub const SALESSTAGE: &[Opt] = &[
    opt(0, "Qualify", "Qualifier"),
    opt(1, "Develop", "Développer"),
    opt(2, "Propose", "Proposer"),
    opt(3, "Close", "Conclure"),
];

#[rustfmt::skip]
/// Options of `statecode` of `opportunity`.
pub const OPPORTUNITY_STATE: &[Opt] = &[
    opt(0, "Open", "Ouvert"),
    opt(1, "Won", "Gagné"),
    opt(2, "Lost", "Perdu"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `opportunity`.
pub const OPPORTUNITY_STATUS: &[Opt] = &[
    reason(1, 0, "In Progress", "En cours"),
    reason(2, 0, "On Hold", "En attente"),
    reason(3, 1, "Won", "Gagné"),
    reason(4, 2, "Canceled", "Annulé"),
    reason(5, 2, "Out-Sold", "Perdu face à la concurrence"),
];

#[rustfmt::skip]
/// Options of `timeline` of `opportunity`.
pub const TIMELINE: &[Opt] = &[
    opt(0, "Immediate", "Immédiat"),
    opt(1, "This Quarter", "Ce trimestre"),
    opt(2, "Next Quarter", "Trimestre prochain"),
    opt(3, "This Year", "Cette année"),
    opt(4, "Not known", "Inconnu"),
];

#[rustfmt::skip]
/// Options of `statecode` of `salesorder`.
pub const SALESORDER_STATE: &[Opt] = &[
    opt(0, "Active", "Actif"),
    opt(1, "Submitted", "Envoyé"),
    opt(2, "Canceled", "Annulé"),
    opt(3, "Fulfilled", "Exécuté"),
    opt(4, "Invoiced", "Facturé"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `salesorder`.
pub const SALESORDER_STATUS: &[Opt] = &[
    reason(3, 1, "In Progress", "En cours"),
    reason(4, 2, "No Money", "Sans financement"),
    reason(1, 0, "New", "Nouveau"),
    reason(2, 0, "Pending", "En attente"),
    reason(100_001, 3, "Complete", "Terminé"),
    reason(100_002, 3, "Partial", "Partiel"),
    reason(100_003, 4, "Invoiced", "Facturé"),
];

#[rustfmt::skip]
/// Options of `producttypecode` of `salesorderdetail`.
pub const SALESORDERDETAIL_PRODUCTTYPE: &[Opt] = &[
    opt(1, "Product", "Produit"),
    opt(2, "Bundle", "Offre groupée"),
    opt(3, "Required Bundle Product", "Produit obligatoire de l’offre groupée"),
    opt(4, "Optional Bundle Product", "Produit facultatif de l’offre groupée"),
    opt(5, "Project-based Service", "Service basé sur un projet"),
];

#[rustfmt::skip]
/// Options of `propertyconfigurationstatus` of `salesorderdetail`.
pub const PROPERTYCONFIGURATIONSTATUS: &[Opt] = &[
    opt(0, "Edit", "Modifier"),
    opt(1, "Rectify", "Rectifier"),
    opt(2, "Not Configured", "Non configuré"),
];

#[rustfmt::skip]
/// Options of `statecode` of `invoice`.
pub const INVOICE_STATE: &[Opt] = &[
    opt(0, "Active", "Actif"),
    opt(1, "Closed (deprecated)", "Clôturé (obsolète)"),
    opt(2, "Paid", "Payé"),
    opt(3, "Canceled", "Annulé"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `invoice`.
pub const INVOICE_STATUS: &[Opt] = &[
    reason(1, 0, "New", "Nouveau"),
    reason(2, 0, "Partially Shipped", "Partiellement livré"),
    reason(4, 0, "Billed", "Facturé"),
    reason(5, 0, "Booked (applies to services)", "Réservé (services)"),
    reason(6, 0, "Installed (applies to services)", "Installé (services)"),
    reason(3, 1, "Canceled (deprecated)", "Annulé (obsolète)"),
    reason(7, 1, "Paid in Full (deprecated)", "Payé en totalité (obsolète)"),
    reason(100_001, 2, "Complete", "Terminé"),
    reason(100_002, 2, "Partial", "Partiel"),
    reason(100_003, 3, "Canceled", "Annulé"),
];

#[rustfmt::skip]
/// Options of `statecode` of `quote`.
pub const QUOTE_STATE: &[Opt] = &[
    opt(0, "Draft", "Brouillon"),
    opt(1, "Active", "Actif"),
    opt(2, "Won", "Gagné"),
    opt(3, "Closed", "Clôturé"),
];

#[rustfmt::skip]
/// Options of `statuscode` of `quote`.
pub const QUOTE_STATUS: &[Opt] = &[
    reason(2, 1, "In Progress", "En cours"),
    reason(3, 1, "Open", "Ouvert"),
    reason(4, 2, "Won", "Gagné"),
    reason(5, 3, "Lost", "Perdu"),
    reason(6, 3, "Canceled", "Annulé"),
    reason(7, 3, "Revised", "Révisé"),
    reason(1, 0, "In Progress", "En cours"),
];
