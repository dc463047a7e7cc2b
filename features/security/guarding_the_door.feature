@owner:security
@severity:critical
Feature: Guarding the door to the chat
  As the owner of a conversation
  I want a connection only for whoever is logged in
  So that stealing a piece of it is worth nothing

  @promise:ticket-needed
  @wire
  Rule: A connection needs a ticket of its own

    Scenario Outline: Mallory connects with <pretext>
      Given Ada is in the chat
      When Mallory connects with <pretext>
      Then the connection is refused as "unauthenticated" and closed

      Examples:
        | pretext                     |
        | no ticket                   |
        | an invented ticket          |
        | the ticket Ada used already |

  @promise:own-pages-only
  @wire
  Rule: Only the platform's own pages may connect

    Scenario: A foreign page tries with a good ticket
      Given Ada has an account
      When a foreign page connects with a fresh ticket of Ada
      Then the connection is refused as "forbidden" and closed

  @promise:forged-pass-refused
  @wire
  Rule: A forged pass opens nothing

    Scenario Outline: A pass that is <forgery>
      Given Ada has an account
      When Mallory asks for a ticket with a pass of Ada that is <forgery>
      Then Mallory gets no ticket

      Examples:
        | forgery                       |
        | signed with another key       |
        | not signed at all             |
        | changed to name somebody else |

    @needs:own_settings
    Scenario: A pass that has run out
      Given passes run out at once
      And Ada has an account
      When Ada asks for a ticket with her own pass
      Then Ada gets no ticket
