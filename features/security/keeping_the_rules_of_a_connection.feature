@owner:security
@severity:critical
Feature: Keeping the rules of a connection
  As whoever answers for the platform
  I want a connection that breaks the rules to end, and to end alone
  So that nobody's chat suffers from somebody else's program

  @promise:broken-rules-end-connection
  @wire
  Rule: Who breaks the rules of a connection loses it, and learns why

    Scenario: Mallory breaks each of them
      Given Mallory has an account
      And Alan is in a conversation
      When Mallory breaks the rules of a connection, one after another, by:
        | breach                                   | code |
        | a frame without a mask                   | 1002 |
        | a frame with a reserved bit              | 1002 |
        | data of an unknown kind                  | 1002 |
        | a control frame of an unknown kind       | 1002 |
        | a message inside another message         | 1002 |
        | the end of a message without a beginning | 1002 |
        | a ping in pieces                         | 1002 |
        | a ping that is too long                  | 1002 |
        | a goodbye of one byte                    | 1002 |
        | a goodbye that nobody may say            | 1002 |
        | a goodbye out of range                   | 1002 |
        | another protocol                         | 1002 |
        | a goodbye that is no text                | 1007 |
        | a text that is no text                   | 1007 |
        | what claims to be 4 exabytes long        | 1009 |
      Then each of these connections is closed with its code
      And Alan can still ask and get an answer

  @promise:pieces-counted
  @wire
  Rule: A message may come in many pieces, but not in any number of them

    Scenario: Mallory's message consists of nothing, two thousand times
      Given Mallory has an account
      When Mallory breaks the rules of a connection, one after another, by:
        | breach                                 | code |
        | a message in two thousand empty pieces | 1009 |
      Then each of these connections is closed with its code

  @promise:beyond-measure-answered
  @wire
  Rule: A request to connect that is beyond all measure is refused, not left waiting

    Scenario: Mallory has much to say before she says anything
      Given Mallory has an account
      When Mallory asks to connect:
        | how                            | status |
        | with a header that is too long | 431    |
        | with too many headers          | 431    |
        | to an address that is too long | 414    |
      Then each of these requests is refused with its status

  @promise:half-requests-given-up
  @wire
  @needs:own_settings
  Rule: A request that is not whole in time is given up, and keeps nobody out

    Scenario: Mallory begins much and ends nothing
      Given requests must be whole within a second
      And Alan is in a conversation
      When Mallory begins 50 requests of each kind:
        | request                  |
        | says nothing             |
        | stops in its head        |
        | goes on letter by letter |
        | stops in its body        |
      Then Alan can still ask and get an answer
      And every request of Mallory is given up
