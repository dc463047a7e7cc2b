@owner:security
@severity:critical
Feature: Taking no more than a share
  As one of many users
  I want nobody to take so much of the platform that nothing is left for me
  So that I can work while somebody misbehaves

  @promise:connections-limited
  @wire
  Rule: One account has fifty connections at most, and is told so

    Scenario: Mallory opens as many as she can
      Given Mallory has an account
      And Alan is in a conversation
      When Mallory opens 120 connections
      Then 50 connections of Mallory are open, the others were refused with advice
      And Mallory gets in again when she has closed one
      And Alan can still ask and get an answer

    @load
    Scenario: Mallory tries a thousand times
      Given Mallory has an account
      And Alan is in a conversation
      When Mallory opens 1000 connections
      Then 50 connections of Mallory are open, the others were refused with advice
      And Alan can still ask and get an answer

  @promise:floods-end
  @wire
  Rule: Messages beyond all bounds are refused, and end the connection when they go on

    Scenario: Mallory sends five thousand messages at once
      Given Mallory has an account
      And Alan is in a conversation
      When Mallory sends 5000 messages at once
      Then Mallory was told "That was asked for too often." and the connection was closed
      And Alan can still ask and get an answer

  @promise:nonsense-ends
  @wire
  Rule: Nonsense is answered as a mistake, but not without end

    Scenario: Mallory sends nothing but nonsense
      Given Mallory has an account
      When Mallory sends 30 messages of nonsense
      Then Mallory was told "it is not valid JSON" and the connection was closed

  @promise:unread-answers-limited
  @wire
  Rule: Who reads no answers gets no more of them

    Scenario: Mallory asks and asks, and never listens
      Given Mallory has an account
      And Alan is in a conversation
      When Mallory asks for 24 megabytes of answers and reads none
      Then the platform keeps hardly any of them
      And Alan can still ask and get an answer
