using { managed } from '@sap/cds/common';

namespace raccord;

entity Customer {
  key id                   : UUID;
      number               : String(20);
      displayName          : String(100) not null;
      phoneNumber          : String(30);
      creditLimit          : Decimal(18, 2);
      currencyId           : UUID;
      blocked              : Boolean;
      lastModifiedDateTime : Timestamp @cds.on.insert: $now  @cds.on.update: $now;
}

entity Account {
  key accountid             : UUID;
      accountnumber         : String(20);
      name                  : String(160);
      telephone1            : String(50);
      creditlimit           : Decimal(18, 2);
      transactioncurrencyid : Association to Currency;
      modifiedon            : Timestamp @cds.on.insert: $now  @cds.on.update: $now;
}

entity Currency {
  key transactioncurrencyid : UUID;
      isocurrencycode       : String(5);
      currencyname          : String(100);
}

/** Nothing tells when one of these changed, and its id is text. */
entity Plain {
  key id     : String(36);
      code   : String(10);
      amount : Decimal(18, 2);
}

@path: '/odata/v4/bc'
service bc {
  entity customers as projection on Customer;
  entity plain     as projection on Plain;
}

@path: '/odata/v4/dv'
service dv {
  entity accounts              as projection on Account;
  entity transactioncurrencies as projection on Currency;
  entity plain                 as projection on Plain;
}

annotate dv.accounts with {
  modifiedon @odata.etag;
};

/** What `server.js` takes away: batches, sorting, chosen ids. */
@path: '/odata/v4/bare'
service bare {
  entity customers as projection on Customer;
  entity accounts  as projection on Account;
}

/** `server.js` refuses batches in JSON here … */
@path: '/odata/v4/multipart'
service multipart {
  entity customers as projection on Customer;
}

/** … and those in parts here. */
@path: '/odata/v4/json'
service json {
  entity accounts as projection on Account;
}
